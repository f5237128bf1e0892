"""The settings: all that is wrong is told at once, in one sentence each, and no secret is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.answers import Refusal
from bot.demo.links import button_link
from bot.settings import SECRETS, Settings, WrongSettings, load, shipped

TOKEN = "1234567890:canary_token-AAAAAAAAAAAAAAAAAAAAAA"
SECRET = "canary-secret-of-the-webhook"
IMAGE = (Path(__file__).parent.parent / "Dockerfile").read_text(encoding="utf-8")
WEBHOOK = {
    "UPDATES": "webhook",
    "WEBHOOK_URL": "https://example.org/telegram/7f3a",
    "WEBHOOK_SECRET": SECRET,
}


def problems(environ: dict[str, str], env_file: Path | None = None, **how: Any) -> list[str]:
    with pytest.raises(WrongSettings) as caught:
        load(environ, env_file, **how)
    assert str(caught.value) == "; ".join(caught.value.problems)
    return caught.value.problems


def test_nothing_has_to_be_set_to_look_around() -> None:
    settings = load({})
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite:///data/solidarity.db"
    assert settings.campaigns_dir == shipped("campaigns")
    assert (settings.updates, settings.http_host, settings.http_port) == (
        "polling",
        "127.0.0.1",
        8081,
    )


def test_what_is_set_to_nothing_is_not_set() -> None:
    assert load(dict.fromkeys((name.upper() for name in Settings.model_fields), "")) == load({})


def test_everything_can_be_set() -> None:
    settings = load(
        {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
            "DATABASE_URL": "postgresql://bot@localhost/solidarity",
            "HOST_IDS": "7000000001, 7000000002",
            "HTTP_HOST": "::1",
            "HTTP_PORT": "0",
            "LOG_LEVEL": "debug",
            "LOG_FORMAT": "JSON",
            **WEBHOOK,
            "UPDATES": "Webhook",
        },
        to_run=True,
    )
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.telegram_api_url == "http://127.0.0.1:8081"
    assert settings.host_ids == {7000000001, 7000000002}
    assert (settings.log_level, settings.log_format, settings.updates) == (
        "DEBUG",
        "json",
        "webhook",
    )


WRONG: list[tuple[str, str, str]] = [
    ("TELEGRAM_TOKEN", "1234:short",
     "it does not look like a token from @BotFather (123456:ABC…)."),
    ("TELEGRAM_API_URL", "api.telegram.org",
     "write a full address such as https://example.org (it is 'api.telegram.org')."),
    ("TELEGRAM_API_URL", "http://[::1",
     "write a full address such as https://example.org (it is 'http://[::1')."),
    ("TELEGRAM_API_URL", "http://x:y/",
     "write a full address such as https://example.org (it is 'http://x:y/')."),
    ("TELEGRAM_API_URL", "https://api..telegram.org",
     "write a full address such as https://example.org (it is 'https://api..telegram.org')."),
    ("TELEGRAM_API_URL", "https://x/?a=1",
     "write a full address such as https://example.org (it is 'https://x/?a=1')."),
    ("DATABASE_URL", "mysql://me:canary@host/x",
     "write sqlite:///path/to/file.db or postgresql://user@host/name."),
    ("HOST_IDS", "7000000001 @anna",
     "'@anna' is not a numeric Telegram user id (it is '7000000001 @anna')."),
    ("HOST_IDS", "1_000", "'1_000' is not a numeric Telegram user id."),
    ("HOST_IDS", "٣", "'٣' is not a numeric Telegram user id."),
    ("HOST_IDS", "0", "'0' is not a numeric Telegram user id."),
    ("HOST_IDS", "9" * 17,
     f"'{'9' * 17}' is not a numeric Telegram user id."),
    ("UPDATES", "pigeons", "write 'polling' or 'webhook' (it is 'pigeons')."),
    ("HTTP_PORT", "eighty", "write a whole number (it is 'eighty')."),
    ("HTTP_PORT", "8_081", "write a whole number (it is '8_081')."),
    ("HTTP_PORT", "-1", "write a whole number (it is '-1')."),
    ("HTTP_PORT", "70000", "the number is too large (it is '70000')."),
    ("PUBLIC_URL", "bot.example.org",
     "write a full address such as https://example.org (it is 'bot.example.org')."),
    ("PUBLIC_URL", "http://bot.example.org",
     "write an https:// address: people's names stand on its pages (it is 'http://bot.example.org')."
     ),
    ("SECRET_KEY", "canary", "write at least 32 random signs: openssl rand -base64 48."),
    ("LOG_LEVEL", "LOUD", "write 'DEBUG', 'INFO', 'WARNING' or 'ERROR' (it is 'LOUD')."),
    ("LOG_FORMAT", "xml", "write 'text' or 'json' (it is 'xml')."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_each_wrong_setting_has_its_sentence(name: str, value: str, sentence: str) -> None:
    assert problems({name: value}) == [f"{name}: {sentence}"]


def test_all_wrong_settings_are_told_together_in_their_order(tmp_path: Path) -> None:
    wrong = {name: value for name, value, _ in reversed(WRONG)}
    folders = {"CAMPAIGNS_DIR": str(tmp_path / "no"), "LOCALES_DIR": str(tmp_path / "none")}
    told = problems(wrong | folders, to_run=True)
    assert [sentence.partition(":")[0] for sentence in told] == [
        "TELEGRAM_TOKEN",
        "TELEGRAM_API_URL",
        "DATABASE_URL",
        "CAMPAIGNS_DIR",
        "LOCALES_DIR",
        "HOST_IDS",
        "UPDATES",
        "HTTP_PORT",
        "PUBLIC_URL",
        "SECRET_KEY",
        "LOG_LEVEL",
        "LOG_FORMAT",
    ]
    assert "canary" not in str(told)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/", "http://[::1]:1"])
def test_on_this_machine_pages_need_no_certificate(address: str) -> None:
    assert load({"PUBLIC_URL": address}).public_url == address.rstrip("/")


@pytest.mark.parametrize("address", ["http://localhost:8081", "https://solidarity"])
def test_an_address_telegram_puts_on_no_button_is_refused(address: str) -> None:
    with pytest.raises(Refusal):
        button_link(address)
    assert "without a dot" in str(problems({"PUBLIC_URL": address}))


def test_to_run_a_token_is_needed() -> None:
    assert load({}).telegram_token.get_secret_value() == ""
    assert problems({}, to_run=True) == ["TELEGRAM_TOKEN: get one from @BotFather and set it."]
    assert load({"TELEGRAM_TOKEN": TOKEN}, to_run=True) == load({"TELEGRAM_TOKEN": TOKEN})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"WEBHOOK_URL": ""}, "WEBHOOK_URL: with UPDATES=webhook it must be an https:// address."),
        (
            {"WEBHOOK_URL": "http://example.org/x"},
            "WEBHOOK_URL: with UPDATES=webhook it must be an https:// address.",
        ),
        (
            {"WEBHOOK_URL": "https://example.org/{chat}"},
            "WEBHOOK_URL: with UPDATES=webhook it must be an https:// address.",
        ),
        (
            {"WEBHOOK_URL": "https://example.org:8081/x"},
            "WEBHOOK_URL: Telegram only calls the ports 443, 80, 88 and 8443.",
        ),
        (
            {"WEBHOOK_URL": "https://example.org:x/"},
            "WEBHOOK_URL: Telegram only calls the ports 443, 80, 88 and 8443.",
        ),
        (
            {"WEBHOOK_URL": "https://example.org/healthz"},
            "WEBHOOK_URL: /healthz is the health check; choose another path.",
        ),
        (
            {"WEBHOOK_SECRET": "canary"},
            "WEBHOOK_SECRET: with UPDATES=webhook it must be 16 to 256 letters, digits, _ or -.",
        ),
        (
            {"WEBHOOK_SECRET": ""},
            "WEBHOOK_SECRET: with UPDATES=webhook it must be 16 to 256 letters, digits, _ or -.",
        ),
    ],
)
def test_a_webhook_needs_an_address_and_a_secret(changes: dict[str, str], sentence: str) -> None:
    assert load(WEBHOOK).updates == "webhook"
    assert problems(WEBHOOK | changes) == [sentence]
    assert load(WEBHOOK | changes | {"UPDATES": "polling"}).updates == "polling"


# Files: .env, and secrets in files of their own.


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"\ufeff{TOKEN}\n", encoding="utf-8")
    (tmp_path / "database").write_text("postgresql://bot:x@db/s\n", encoding="utf-8")
    settings = load(
        {
            "TELEGRAM_TOKEN_FILE": str(tmp_path / "token"),
            "DATABASE_URL_FILE": str(tmp_path / "database"),
        }
    )
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.database_url == "postgresql://bot:x@db/s"


def test_in_the_image_the_database_is_in_the_volume_unless_a_file_names_another(
    tmp_path: Path,
) -> None:
    image = dict(
        line.split(maxsplit=1) for line in IMAGE.replace("\\\n", "").splitlines() if " " in line
    )
    environ = dict(pair.split("=", 1) for pair in image["ENV"].split())
    usual = load(environ).database_url.removeprefix("sqlite:///")
    assert Path(image["WORKDIR"], usual).parent == Path(image["VOLUME"])
    named = tmp_path / "database-url"
    named.write_text("postgresql://bot:canary@db/solidarity\n", encoding="utf-8")
    from_env_file = environ | {"DATABASE_URL_FILE": str(named)}
    assert load(from_env_file).database_url == "postgresql://bot:canary@db/solidarity"


def test_only_secrets_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "port").write_text("80", encoding="utf-8")
    assert load({"HTTP_PORT_FILE": str(tmp_path / "port")}).http_port == 8081


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text(" \n", encoding="utf-8")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "wrong").write_text("canary", encoding="utf-8")
    files = {
        "TELEGRAM_TOKEN_FILE": str(tmp_path / "none"),
        "DATABASE_URL_FILE": str(tmp_path / "empty"),
        "WEBHOOK_SECRET_FILE": str(tmp_path / "binary"),
    }
    assert problems(files, to_run=True) == [
        f"TELEGRAM_TOKEN_FILE: the file {tmp_path / 'none'} cannot be read (FileNotFoundError).",
        f"DATABASE_URL_FILE: the file {tmp_path / 'empty'} is empty.",
        f"WEBHOOK_SECRET_FILE: the file {tmp_path / 'binary'} cannot be read (UnicodeDecodeError).",
    ]
    assert "canary" not in str(problems({"TELEGRAM_TOKEN_FILE": str(tmp_path / "wrong")}))


def test_a_secret_given_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    twice = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_TOKEN_FILE": str(tmp_path / "token")}
    assert problems(twice) == [
        "TELEGRAM_TOKEN, TELEGRAM_TOKEN_FILE: both are set; leave one of them out."
    ]


def env_file(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_environment_beats_the_env_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("9" + TOKEN, encoding="utf-8")
    file = env_file(
        tmp_path,
        f"""\ufeff# of this machine
TELEGRAM_TOKEN_FILE={tmp_path / "token"}
HTTP_PORT=8082
export LOG_LEVEL="ERROR"
DATABASE_URL='postgresql://bot:${{HOME}}@db/s'
LOG_FORMAT
""",
    )
    settings = load({"TELEGRAM_TOKEN": TOKEN, "HTTP_PORT": "8083"}, file)
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert (settings.http_port, settings.log_level) == (8083, "ERROR")
    assert settings.database_url == "postgresql://bot:${HOME}@db/s", "nothing is put in its place"
    assert load({}, file).telegram_token.get_secret_value() == "9" + TOKEN


def test_an_env_file_that_is_not_there_is_no_mistake_and_one_that_is_binary_is(
    tmp_path: Path,
) -> None:
    assert load({}, tmp_path / ".env") == load({})
    (tmp_path / ".env").write_bytes(b"TELEGRAM_TOKEN=\xff\xfe")
    assert problems({"HTTP_PORT": "x"}, tmp_path / ".env") == [
        "HTTP_PORT: write a whole number (it is 'x').",
        f"{tmp_path / '.env'}: the file cannot be read (UnicodeDecodeError).",
    ]


# Secrets.


def test_no_secret_is_shown_by_the_settings_themselves() -> None:
    password = "postgresql://bot:canary-password@db/s"
    settings = load({"TELEGRAM_TOKEN": TOKEN, "DATABASE_URL": password, **WEBHOOK})
    assert "canary" not in f"{settings!r} {settings}"


ADDRESSES = (
    "postgresql:///solidarity",
    "postgresql:///none?host=/run/postgresql&password=can%40ry",
    "postgresql://localhost/s?user=bot&password=can%40ry",
    "postgres://bot@[::1]:5432/s",
    "postgresql://bot:x@one:5432,two:5433/s?sslmode=require",
    "postgresql://bot:c%2Fa%3An%40%23%3Fry@db:5432/s",
    "postgresql://bot:can:ary@db/s",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_of_database_servers(address: str) -> None:
    assert load({"DATABASE_URL": address}).database_url == address
    _parse_hosts(address)


@pytest.mark.parametrize(
    "password",
    [
        "can/ary",
        "12/canary",
        "can:a/ry",
        "can@ary",
        "can#ary",
        "12#canary",
        "can?ary",
        "1?k=canary",
    ],
)
@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_a_password_that_cannot_be_part_of_an_address_is_told_how_to_be_written(
    password: str, scheme: str
) -> None:
    [problem] = problems({"DATABASE_URL": f"{scheme}://bot:{password}@db/solidarity"})
    assert problem == (
        "DATABASE_URL: it cannot be read as an address. In a password write @ as %40, / as %2F, "
        ": as %3A, ? as %3F, # as %23 and % as %25."
    )


@pytest.mark.parametrize(
    "address",
    [
        "db:port/s",
        "db:0/s",
        "db:70000/s",
        "[::1/s",
        "/s?port=first",
        "db/s?password",
        "/s?password=a@b",
    ],
)
def test_addresses_that_lead_nowhere(address: str) -> None:
    [problem] = problems({"DATABASE_URL": f"postgresql://{address}"})
    assert problem.startswith("DATABASE_URL: it cannot be read as an address.")


@given(password=st.text(st.sampled_from("ab1@:/?#[]=&"), min_size=1, max_size=8))
def test_whatever_is_in_a_password_the_driver_reads_what_is_meant_or_never_sees_it(
    password: str,
) -> None:
    address = f"postgresql://bot:{password}@db/s"
    try:
        load({"DATABASE_URL": address})
    except WrongSettings:
        return
    assert _parse_hosts(address) == ([("db", 5432)], password)


def _parse_hosts(address: str) -> tuple[list[tuple[str, int]], str]:
    """Machines and password as PostgreSQL's driver understands them."""
    parse: Any = pytest.importorskip("asyncpg.connect_utils")._parse_connect_dsn_and_args
    names = (
        "host", "port", "user", "password", "passfile", "database", "ssl", "service", "servicefile",
        "direct_tls", "server_settings", "target_session_attrs", "krbsrvname", "gsslib",
    )  # fmt: skip
    hosts, parameters = parse(dsn=address, **dict.fromkeys(names))
    return hosts, parameters.password


@pytest.mark.parametrize("name", SECRETS)
@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=29))
def test_no_secret_is_shown_by_its_sentence(name: str, value: str) -> None:
    environ = WEBHOOK | {name.upper(): f"§§{value}"}
    assert f"§§{value}" not in str(problems(environ))


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load({}).http_port = 1  # type: ignore[misc]  # that is the point


def test_more_messages_than_telegram_carries_for_nothing_have_to_be_meant() -> None:
    assert (load({}).send_rate, load({}).paid_broadcast) == (25, "no")
    assert load({"SEND_RATE": "30"}).send_rate == 30
    [problem] = problems({"SEND_RATE": "31"})
    assert problem.startswith("SEND_RATE: ")
    assert "PAID_BROADCAST=yes" in problem
    assert load({"SEND_RATE": "1000", "PAID_BROADCAST": "Yes"}).send_rate == 1000


@pytest.mark.parametrize("wrong", ["0", "1001", "ten", "2.5"])
def test_a_rate_is_a_whole_number_up_to_a_thousand(wrong: str) -> None:
    [problem] = problems({"SEND_RATE": wrong, "PAID_BROADCAST": "yes"})
    assert problem.startswith("SEND_RATE: ")


def test_a_rate_that_costs_money_is_told_together_with_what_else_is_wrong() -> None:
    told = problems({"SEND_RATE": "31", "LOG_LEVEL": "LOUD"})
    assert [sentence.partition(":")[0] for sentence in told] == ["SEND_RATE", "LOG_LEVEL"]
