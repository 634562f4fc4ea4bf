"""Models: which there are, getting one, changing to one."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class ModelInfo:
    """One line of the model list.

    ``state``: absent, downloading, preparing, ready (can be used), filling (ready and its embeddings are being made,
    the other model still answers), active, broken.  With ``paused`` a downloading, preparing or filling one has been
    stopped and can go on.  ``done`` of ``total``: bytes while downloading, hundredths while
    preparing, contents while filling; with ``rate`` a second and ``seconds_left`` where they can be told.
    """

    name: str  #: as on the command line
    title: str
    description: str
    languages: list[str]
    licence: str
    architecture: str
    pretrained: str
    dimension: int
    size: int  #: bytes to download; 0 while unknown
    state: str
    recommended: bool = False
    done: int = 0
    total: int = 0
    rate: float = 0.0
    seconds_left: float | None = None
    vectors: int = 0  #: contents with an embedding of it
    runtime: str = ""  #: what it runs on, such as "OpenVINO, bf16"; a sentence when that is not as good as it could be
    trouble: str = ""  #: what went wrong last and what to do, one or two sentences
    paused: bool = False


@dataclass
class ListModels:
    """Answered by :class:`ModelsReply`.  No network."""

    request: int


@dataclass
class ModelsReply:
    request: int
    models: list[ModelInfo]


@dataclass
class ModelsChanged:
    """Like :class:`ModelsReply` without having been asked; also on progress, at most a few times a second."""

    models: list[ModelInfo]


@dataclass
class AskModelSize:
    """Ask the server how much would be downloaded.  A click came before it.  Answered by :class:`ModelSize`."""

    request: int
    name: str


@dataclass
class ModelSize:
    """``host``: where it would come from; ``free``: bytes free where it would go."""

    request: int
    name: str
    size: int
    free: int
    host: str


@dataclass
class DownloadModel:
    """Download (or go on downloading) and prepare.  ``use``: and change to it then.  Answered by :class:`Done` at once.

    ``name``: of the registry, or ``hf-hub:owner/repository``.
    """

    request: int
    name: str
    use: bool = True


@dataclass
class ImportModel:
    """A safetensors file the person has, of an open_clip architecture.  Answered by :class:`Done` at once."""

    request: int
    path: str
    architecture: str
    use: bool = True


@dataclass
class StopModel:
    """Stop downloading, preparing or filling; what is there stays and can go on.  Answered by :class:`Done`."""

    request: int
    name: str


@dataclass
class UseModel:
    """Change to a ready model: its embeddings are filled in, then it answers.  Answered by :class:`Done` at once.

    For the active model while another one fills: stay with it.  Once more for one that fills: do not wait for pictures
    in folders that are not connected.
    """

    request: int
    name: str


@dataclass
class RemoveModel:
    """Delete a model's files and, with ``vectors``, its embeddings; not the active one.  Answered by :class:`Done`."""

    request: int
    name: str
    vectors: bool = False


@dataclass
class Architectures:
    """Names for "use a file I have"; answered by :class:`ArchitecturesReply`."""

    request: int


@dataclass
class ArchitecturesReply:
    request: int
    names: list[str] = field(default_factory=list)
