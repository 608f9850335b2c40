"""Discovery by ZooKeeper."""
