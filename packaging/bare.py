"""The yardstick: a window that is nothing else, frozen as the program is."""

import sys

from PySide6.QtWidgets import QApplication, QWidget

app = QApplication(sys.argv)
window = QWidget()
window.resize(1440, 860)
window.show()
sys.exit(app.exec())
