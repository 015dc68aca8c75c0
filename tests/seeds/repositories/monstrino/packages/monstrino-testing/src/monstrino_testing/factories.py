from monstrino_models.dto import ReleaseDto


def release(title: str = "Frankie Stein, first wave") -> ReleaseDto:
    return ReleaseDto(id=1, title=title, kind="doll")
