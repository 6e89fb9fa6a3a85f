"""Make `lineofsight` importable in this environment and put its command there, without building anything."""

import sys
import sysconfig
from pathlib import Path

repository = Path(__file__).resolve().parent.parent
site_packages = Path(sysconfig.get_paths()["purelib"])
(site_packages / "lineofsight-source.pth").write_text(f"{repository / 'src'}\n")
command = Path(sys.executable).parent / "lineofsight"
command.write_text(f"#!{sys.executable}\nimport sys\n\nfrom lineofsight.cli import main\n\nsys.exit(main())\n")
command.chmod(0o755)
