from enum import StrEnum


class ReleaseKind(StrEnum):
    DOLL = "doll"
    PLAYSET = "playset"
    FASHION_PACK = "fashion_pack"
