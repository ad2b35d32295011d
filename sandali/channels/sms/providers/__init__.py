"""The providers of short messages: one file and one line each."""

from sandali.channels.sms.accounts import Provider
from sandali.channels.sms.providers.ghasedak import Ghasedak
from sandali.channels.sms.providers.kavenegar import Kavenegar
from sandali.channels.sms.providers.melipayamak import Melipayamak
from sandali.channels.sms.providers.over_http import OverHttp
from sandali.channels.sms.providers.smpp import Smpp
from sandali.channels.sms.providers.smsir import Smsir

made: list[Provider] = [Kavenegar(), Smsir(), Melipayamak(), Ghasedak(), Smpp(), OverHttp()]
PROVIDERS: dict[str, Provider] = {provider.name: provider for provider in made}
