"""The service: a private diary in the browser. A Django project that unseals into domain values and seals them back.

`queries` of an app unseal, its `actions` seal; nothing below `web` knows Django.
"""
