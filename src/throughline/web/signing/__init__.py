"""Coming in: beginning a diary, signing in, unlocking, recovering, leaving. It knows accounts and cases; neither knows it."""
