"""Files as they came in: opened, looked into and hashed, never changed, never unpacked."""
