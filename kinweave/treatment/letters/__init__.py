"""Letters and plans on paper, set by typst. What people wrote is passed as data and never read as markup."""
