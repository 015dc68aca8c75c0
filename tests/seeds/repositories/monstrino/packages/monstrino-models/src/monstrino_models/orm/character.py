from sqlalchemy.orm import Mapped, mapped_column

from monstrino_models.orm.base import Base


class Character(Base):
    __tablename__ = "characters"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
