"""Put together: the findings, the next steps, the elements of the law, and the pictures of when things happened."""
