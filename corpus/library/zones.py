"""[slow] Time zones from the system's data, as natives show them."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones
import pickle
import zoneinfo


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)


paris = ZoneInfo("Europe/Paris")
moment = datetime(2024, 7, 1, 12, tzinfo=paris)


class Own(ZoneInfo):
    pass


show("moment, str(moment), moment.utcoffset(), moment.tzname(), moment.dst()")
show("moment.astimezone(ZoneInfo('Asia/Tokyo'))")
show("moment + timedelta(days=200)")
show("[datetime(2024, 10, 27, 2, 30, fold=f, tzinfo=paris).utcoffset() for f in (0, 1)]")
show("paris, str(paris), paris.key, Own('UTC')")
show("ZoneInfo('nowhere')")
show("ZoneInfo('../x')")
show("ZoneInfo('UTC') is ZoneInfo('UTC'), ZoneInfo.no_cache('UTC') is ZoneInfo('UTC')")
show("pickle.loads(pickle.dumps(paris)) is paris")
show("datetime.fromtimestamp(10 ** 9, ZoneInfo('America/New_York'))")
show("len(available_timezones()) > 100, 'Europe/Paris' in available_timezones()")
show("paris.fromutc(5)")
show("paris + 1")
show("zoneinfo.TZPATH")
