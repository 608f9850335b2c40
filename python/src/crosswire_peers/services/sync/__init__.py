"""The services on threads: plain functions and generators."""
