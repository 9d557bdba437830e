"""Accounts: a user name and a passphrase, and the key pair that the passphrase opens. No e-mail, no telephone number."""
