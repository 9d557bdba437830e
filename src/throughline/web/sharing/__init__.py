"""What a person gives a helpline to read, until when, who opened it, and the words between them."""
