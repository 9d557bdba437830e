"""Recovery with a helpline: the person and the helpline together open the account, and neither alone."""
