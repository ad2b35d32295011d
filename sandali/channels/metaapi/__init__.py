"""metaapi: what kinds at Meta share: the Graph API (https://developers.facebook.com/docs/graph-api), signed hooks, their settings."""
