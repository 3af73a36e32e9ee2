"""What is done to a built site before it is served: nothing inline that a policy cannot name."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path

POLICY = "policy.json"
_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_INSTEAD = {
    ' style="display: none;"': ' class="hidden-picture"',
    ' style="opacity: 50%"': ' opacity="0.5"',
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="The manual">',
    '<div class="table-wrapper ': '<div tabindex="0" class="table-wrapper ',
    '<aside class="toc-drawer">': '<aside class="toc-drawer" aria-label="On this page">',
}
"""What the theme writes as a style attribute, or leaves unnamed for those who hear a page; and what stands instead."""
_LEFT_OUT = ("objects.inv", ".buildinfo", ".nojekyll")


def finish(site: Path) -> None:
    """Take style attributes out, and write down the hashes of the inline scripts and styles that are left."""
    hashes: dict[str, set[str]] = {"script": set(), "style": set()}
    for file in sorted(site.rglob("*.html")):
        text = file.read_text(encoding="utf-8")
        for written, instead in _INSTEAD.items():
            text = text.replace(written, instead)
        for kind, attributes, content in _INLINE.findall(text):
            if content.strip() and "src=" not in attributes:
                hashes[kind].add(source_hash(content))
        file.write_text(text, encoding="utf-8")
    shutil.rmtree(site / "_sources", ignore_errors=True)
    for name in _LEFT_OUT:
        (site / name).unlink(missing_ok=True)
    listed = {kind: sorted(found) for kind, found in hashes.items()}
    (site / POLICY).write_text(json.dumps(listed, indent=1) + "\n", encoding="utf-8")


def source_hash(content: str) -> str:
    """How a content security policy names one inline script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
