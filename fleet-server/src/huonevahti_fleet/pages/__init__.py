"""What people look at: one file a page, each with a pure view and a route; the list below is the catalogue."""

from __future__ import annotations

from fastapi import APIRouter

from huonevahti_fleet.pages._render import add_templates, render

PAGES: tuple[str, ...] = ()

router = APIRouter(include_in_schema=False)

__all__ = ["PAGES", "add_templates", "render", "router"]
