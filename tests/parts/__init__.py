"""Real parts the tests run against: database server, browser, mail server, web server. None imports the app."""
