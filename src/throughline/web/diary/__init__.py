"""The diary: incidents, people, places and milestones, as the person records them."""
