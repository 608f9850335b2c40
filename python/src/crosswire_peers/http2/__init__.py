"""HTTP/2 as bytes: frames and header blocks (RFC 9113, RFC 7541), right and wrong ones alike."""
