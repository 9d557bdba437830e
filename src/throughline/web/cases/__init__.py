"""The case as the service keeps it: grants, the sealed record, sealed files, sealed drafts. Other apps reach it through
`queries` (which unseal) and `actions` (which seal), and no app keeps words of its own."""
