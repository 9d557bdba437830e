"""What somebody shares of their diary, as an adviser of the helpline reads it. It only reads, and every opening is in their account."""
