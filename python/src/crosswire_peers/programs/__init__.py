"""Small programs on the source documents' own ports: a server and a client of each service."""
