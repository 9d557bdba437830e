"""`python -m throughline` is the same as `throughline`."""

from throughline.cli.main import main

raise SystemExit(main())
