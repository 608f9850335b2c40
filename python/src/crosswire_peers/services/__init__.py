"""The services of the source documents, as ordinary code to copy from."""
