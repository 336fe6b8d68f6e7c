"""What the fleet server keeps that never came from a terminal: rows of the data inventory, in words."""

from __future__ import annotations

OWNER = "owner of the rooms | who runs the server"
ROWS = (
    (
        "route",
        "a desk: name, telephone, e-mail, webhook and its secret, hours, what to do outside them",
        "only if a person is entered instead of a desk",
        "until removed",
    ),
    (
        "audit",
        "an edit of a route (no secret) or a schedule, or a loop set right: what was and is, when, by whom as typed",
        "the name of whoever edited, if they typed it",
        "`history_kept_days`",
    ),
    ("notice", "a step of an incident with its fault and evidence", "no", "`history_kept_days`"),
    (
        "message",
        "what went to a route: text, address, tries, the receiving server's answer",
        "as far as the address is",
        "`history_kept_days`",
    ),
    (
        "packet",
        "an incident with evidence and measurements as handed over, its link, to which desk",
        "no",
        "`history_kept_days`",
    ),
    (
        "packet_decision",
        "accepted or rejected, by which desk or role, a reason, at most 300 characters",
        "no; a free text can be misused",
        "`history_kept_days`",
    ),
    (
        "rating",
        "1 to 5, room, organisation, full hour; at least ten are shown together",
        "can point to a person where visits are few",
        "`history_kept_days`",
    ),
    (
        "complaint",
        "room, minute, a symptom from a list, what the record said to it; no free text, and not by whom",
        "can point to a person where visits are few",
        "`history_kept_days`",
    ),
    (
        "complaint_reply",
        "accepted, explained or rejected, with a reason from a list",
        "no",
        "`history_kept_days`",
    ),
    ("card", "a link to a room's card", "no", "until revoked, then `history_kept_days`"),
    (
        "card_press",
        "which button of a card, when, what came of it; not by whom",
        "can point to whoever was at work where few are",
        "`history_kept_days`",
    ),
    (
        "check_result",
        "what a specialist's browser found, as codes and small counts, under the digest of a code",
        "no",
        "one hour, then deleted at the next result or within the hour",
    ),
    (
        "restart_schedule",
        "what a layer says of the daily restart, when it was set, and by whom",
        "the name of whoever set it",
        "until set anew or taken back",
    ),
    (
        "restart_release",
        "when a room's restart loop was set right, and by whom",
        "the name of whoever did",
        "until set anew",
    ),
    (
        "booking",
        "that a room is booked: beginning and end, nothing else; of a calendar no other word is read",
        "can point to a person where visits are few",
        "a day after its end",
    ),
    (
        "night",
        "a night's restart: planned, done, deferred, skipped or failed, with reasons and instants",
        "no; a deferral tells that a session was",
        "`history_kept_days`",
    ),
    ("readiness", "whether a room was ready for an opening, and what it lacked", "no", "`history_kept_days`"),
    ("rating_key", "the digest of an idempotency key, not tied to its rating", "no", "two days"),
)


def text() -> str:
    """The chapter as the page holds it."""
    head = "| kept | holds | personal | kept how long | controller | processor |\n|---|---|---|---|---|---|"
    rows = [f"| `{name}` | {holds} | {personal} | {kept} | {OWNER} |" for name, holds, personal, kept in ROWS]
    opening = "Entered by people or programs, or made of incidents; none of it travels to a terminal."
    return "\n\n".join(["## What the office adds", opening, "\n".join([head, *rows])])
