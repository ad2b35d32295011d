import time
from tests.corpora.sets import *
from tests.corpora.way import go
import pytest
pytestmark = pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_x(desk, shared_data, folder):
    channel, client = desk
    t=time.time(); c=time.process_time()
    o = go(channel, parents_first(mails_of(shared_data, folder)), client)
    print(folder, o.figures, round(time.time()-t,1), round(time.process_time()-c,1))
    print(o.faults[:40]); print("thread misses", threading_misses(o))
    print(expected_misses(shared_data, o) if folder=="mail-imap-fetched" else "")
    print([ (x.name,x.arrival.state,x.arrival.error) for x in o.taken if x.arrival.state!="read"][:10])
    print(o.acknowledged)
