"""The way to the bytes: connections, HTTP/1.1, what an answer says of the file, when to try again."""
