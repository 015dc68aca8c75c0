from sqlalchemy.orm import Mapped, mapped_column

from monstrino_models.orm.base import Base


class Release(Base):
    __tablename__ = "releases"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    kind: Mapped[str]
