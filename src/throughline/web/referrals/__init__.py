"""Referral: a helpline hands a person on to police, an advocate, a solicitor or another service, with their consent, and asks for the answer."""
