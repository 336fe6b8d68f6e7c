"""Writes docs/reference/asyncapi.yaml: the channels of the wire as the fleet server sees them, from the code."""

from __future__ import annotations

import json
from typing import Any

import yaml
from msgspec import Struct
from msgspec.json import schema_components

from huonevahti_wire import topics
from huonevahti_wire.codec import MAX_PAYLOAD_BYTES, TYPES
from huonevahti_wire.messages import ConfigDocument, JobRequest, ServerStatus
from huonevahti_wire.version import OLDEST_READABLE, WIRE_VERSION
from tests.docs.wire_meanings import MEANINGS
from tests.docs.wire_types import roots
from tests.house import tree

TARGET = tree.ROOT / "docs/reference/asyncapi.yaml"
SAMPLES = tree.ROOT / "tests/fixtures/wire/v1/valid"
# kind of topic: (channel, operation of the server, what it is for, golden sample)
CHANNELS: dict[topics.Kind, tuple[str, str, str, str]] = {
    "presence": ("presence", "takePresence", "Birth, goodbye and will of a terminal", "presence.birth"),
    "report": (
        "report",
        "takeReport",
        "Signals that changed, all of them, or the heartbeat",
        "report.changed",
    ),
    "event": ("event", "takeEvent", "What happened once, from a durable outbox", "event.booted"),
    "event/stored": (
        "eventStored",
        "acknowledgeEvents",
        "How far the server has committed events",
        "event_stored",
    ),
    "config/desired": ("configDesired", "orderConfig", "Signed config", "config_desired"),
    "config/reported": ("configReported", "takeConfigReported", "The config that rules", "config_reported"),
    "job/request": ("jobRequest", "orderJob", "Signed job, or its cancel", "job_request"),
    "job/state": ("jobState", "takeJobState", "Where a job stands", "job_state.in_progress"),
}
SIGNED: dict[topics.Kind, type[Struct]] = {"config/desired": ConfigDocument, "job/request": JobRequest}
PARAMETERS = {
    "terminal": f"Name in the terminal's certificate, matching {topics.TERMINAL_PATTERN}; never `server`",
    "job": f"Random id of the job, matching {topics.JOB_PATTERN}",
}
DESCRIPTION = (
    "Written by `make docs` from the code of the wire; a test holds the two equal. "
    f"JSON over MQTT 3.1.1, every message at QoS {topics.QOS} and of at most {MAX_PAYLOAD_BYTES} bytes. "
    "`v` is the version of the wire, 1 when left out; "
    f"this release writes {WIRE_VERSION} and reads {OLDEST_READABLE} to {WIRE_VERSION}. "
    "Unknown fields are ignored, except inside signed documents, where they are refused. "
    "Instants have a time zone and lie between 1970 and 2199."
)


def document() -> dict[str, Any]:
    """The whole document, as AsyncAPI 3.1 has it."""
    kinds: list[topics.Kind] = list(TYPES)
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": "The wire of Huonevahti",
            "version": f"{WIRE_VERSION}.0.0",
            "description": DESCRIPTION,
            "license": {"name": "EUPL-1.2"},
        },
        "defaultContentType": "application/json",
        "servers": {"broker": _server()},
        "channels": {CHANNELS[kind][0]: _channel(kind) for kind in kinds}
        | {"serverStatus": _status_channel()},
        "operations": {CHANNELS[kind][1]: _operation(kind) for kind in kinds}
        | {
            "tellServerStatus": _bound(
                "send", "serverStatus", "Whether the fleet server reads what is sent", True
            )
        },
        "components": {
            "messages": {_message_name(kind): _message(kind) for kind in kinds}
            | {"serverStatus": _described(ServerStatus, "serverStatus", "server_status")},
            "schemas": _schemas(),
        },
    }


def text() -> str:
    """The document as YAML."""
    plain = json.loads(json.dumps(document()))  # nothing shared, so that no anchors are written
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100)


def _server() -> dict[str, Any]:
    will = {"topic": topics.SERVER_STATUS, "qos": topics.QOS, "retain": True}
    return {
        "host": "{host}",
        "protocol": "mqtt",
        "protocolVersion": "3.1.1",
        "description": "Any MQTT 3.1.1 broker; the fleet server is one of its clients",
        "variables": {"host": {"description": "Name and port of the broker", "default": "127.0.0.1:1883"}},
        "bindings": {"mqtt": {"lastWill": will, "bindingVersion": "0.2.0"}},
    }


def _address(kind: topics.Kind) -> str:
    return str(topics.Topic("{terminal}", kind, "{job}"))


def _channel(kind: topics.Kind) -> dict[str, Any]:
    address, name = _address(kind), _message_name(kind)
    parameters = {key: {"description": text} for key, text in PARAMETERS.items() if f"{{{key}}}" in address}
    return {
        "address": address,
        "summary": CHANNELS[kind][2],
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "parameters": parameters,
    }


def _status_channel() -> dict[str, Any]:
    return {
        "address": topics.SERVER_STATUS,
        "summary": "Whether the fleet server reads what is sent",
        "messages": {"serverStatus": {"$ref": "#/components/messages/serverStatus"}},
    }


def _operation(kind: topics.Kind) -> dict[str, Any]:
    channel, _, summary, _ = CHANNELS[kind]
    action = "receive" if kind in topics.UP_KINDS else "send"
    return _bound(action, channel, summary, kind in topics.RETAINED_KINDS)


def _bound(action: str, channel: str, summary: str, retain: bool) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "bindings": {"mqtt": {"qos": topics.QOS, "retain": retain, "bindingVersion": "0.2.0"}},
    }


def _message_name(kind: topics.Kind) -> str:
    return CHANNELS[kind][0]


def _message(kind: topics.Kind) -> dict[str, Any]:
    described = _described(TYPES[kind], _message_name(kind), CHANNELS[kind][3])
    if kind in SIGNED:
        described["x-signed-document"] = {"$ref": f"#/components/schemas/{SIGNED[kind].__name__}"}
    return described


def _described(type_: type[Struct], name: str, sample: str) -> dict[str, Any]:
    golden = json.loads((SAMPLES / f"{sample}.json").read_text(encoding="utf-8"))
    return {
        "name": name,
        "title": type_.__name__,
        "summary": " ".join((type_.__doc__ or "").split("\n\n")[0].split()),
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{type_.__name__}"},
        "examples": [{"name": sample, "payload": golden["payload"]}],
    }


def _schemas() -> dict[str, Any]:
    _, components = schema_components(roots(), ref_template="#/components/schemas/{name}")
    for name, schema in components.items():
        _name_the_tag(schema)
        schema["description"] = " ".join(schema["description"].split())
        for field, told in schema.get("properties", {}).items():
            if meaning := MEANINGS.get(f"{name}.{field}"):
                schema["properties"][field] = {"description": meaning.text.split("; see [")[0], **told}
    plain: dict[str, Any] = json.loads(json.dumps(components).replace(r"$(?!\\n)", "$"))
    return plain


def _name_the_tag(schema: dict[str, Any]) -> None:
    """AsyncAPI knows the discriminator by the name of its field alone, each member fixing its own value."""
    for told in schema.get("properties", {}).values():
        for place in (told, *told.get("anyOf", ())):
            if "discriminator" in place:
                place["discriminator"] = place["discriminator"]["propertyName"]


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
