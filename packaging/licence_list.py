"""Writes the licences of everything inside, for the frozen program's About."""

import json
from pathlib import Path

from notices import PARTS, notices

from orderdesk.licences import NOTICES_FILE


def write_licences(root: Path, folder: Path) -> Path:
    """Write the file that goes beside the program's modules into `folder`; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / NOTICES_FILE
    parts = [
        {"name": name, "version": "", "licence": licence, "text": where}
        for name, licence, where in PARTS
    ]
    parts += [
        {
            "name": one.name,
            "version": one.version,
            "licence": one.licence,
            "text": "\n\n".join(text.strip() for _title, text in one.texts),
        }
        for one in notices(root / "requirements.lock")
    ]
    listed.write_text(json.dumps(parts, ensure_ascii=False, indent=1), encoding="utf-8")
    return listed
