"""How fast the platform is, beside a bare Flask application on the same server in the same run."""
