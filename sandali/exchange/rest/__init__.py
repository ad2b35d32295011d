"""The REST API: what people do at the desk, for programs that act as one of them. docs/api.md tells how it is used.

program.py has the list of subjects; one file a subject (customers.py, cases.py, …), each a `Subject` whose functions fetch through
access.py and call one action, as the desk's views do. entering.py asks who calls, problems.py says why not, once.py makes a repeat
do nothing, paging.py has the cursors, describing.py the OpenAPI document. Adding a subject: a file, and its line in program.py.
Why so: docs/decisions/0041-a-rest-api-of-the-desks-own-verbs.md. The channel of kind `api` is another thing: exchange/api.
"""
