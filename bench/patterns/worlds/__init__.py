"""Whole made-up cases with known truth: diary, exports, milestones, orders and places, and what an engine should say of them.

`record` gathers a case while it is made up, `truth` says what is in it, `processes` say when contact comes, `sentences` what it
says, `benign` and `planted` are the worlds, and `splits` deals them out by seed. Nobody in them is real.
"""
