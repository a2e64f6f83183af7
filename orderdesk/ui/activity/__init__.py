"""Everything sent or waiting from here, and the decisions that only a person can take."""
