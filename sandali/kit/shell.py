"""What the frame of a desk page needs to know. The room that weaves pages fills it in a context processor."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NavEntry:
    """One module of the rail; the first four stand in the bottom bar of phones too. `label` is translated, `icon` of the sprite."""

    name: str
    label: str
    url: str
    icon: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Shell:
    """The rest of the frame. An address that is "" leaves its piece out. Those named *_post take POST.

    `theme_post` takes `theme`, `language_post` takes `language`, `presence_post` takes `presence` (here or away); all take `next`.
    """

    home_url: str = "/"
    palette_url: str = ""
    notices_url: str = ""
    notices: int = 0
    bell_url: str = ""  # where the bell alone is asked for, when something was told
    unread: int = 0
    settings_url: str = ""
    profile_url: str = ""
    reminders_url: str = ""
    leaving_url: str = ""
    theme_post: str = ""
    language_post: str = ""
    presence_post: str = ""
    presence: str = ""
    sign_out_post: str = ""
    calls_url: str = ""  # where the calls at the person's telephone are asked for; "" for who has none
    live_url: str = ""
    live_last: str = field(default="", compare=False)  # the number of the last event that the page surely shows; of one page, not of its frame
    person_name: str = ""
    person_email: str = ""
    person_key: str = ""
    theme: str = "auto"
    keys: bool = True
    add: tuple[NavEntry, ...] = ()
    places: tuple[NavEntry, ...] = ()  # what else a letter after g leads to, beside the modules
