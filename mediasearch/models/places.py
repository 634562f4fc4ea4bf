"""Where models are kept in a library, and what is there.

Each model has a folder of its own below ``Library.models``; its name is the model's, with what a file system may not
like replaced (:func:`folder_name`).  Folders are 0700, files 0600.  In it::

    lock                     held by the one process that works on this model
    partial/                 a download or an import under way; may be stopped at any time and goes on later
    source/                  complete and verified; comes into being in one rename and is never changed again
        source.json              the Entry, where it came from, digests: see below
        open_clip_config.json    as open_clip wrote it: "model_cfg", "preprocess_cfg"
        open_clip_model.safetensors
        tokenizer.json, tokenizer_config.json, special_tokens_map.json
                                 only where model_cfg.text_cfg has "hf_tokenizer_name" (tokenizer.json is then always
                                 there, the other two where the repository has them); CLIP's own byte-level BPE comes
                                 with open_clip and is not downloaded
        text/config.json         only where model_cfg.text_cfg has "hf_model_name": that text tower's configuration
    preparing/               what preparing writes while it runs; thrown away when it did not end
    prepared/                the prepared model, what ``encoders.store.load_model`` opens; ``../source`` is beside it
    trouble.json             {"title", "advice"} of what went wrong last; gone when the next attempt begins

``source.json``: all fields of :class:`~mediasearch.models.registry.Entry` (``name``, ``languages``, ``architecture``,
``pretrained``, ``repository``, ``dimension``, ``templates`` by language, ``centring``…), ``revision`` (the commit; "" for
an imported file), ``weights_sha256``, and ``files``: name → SHA-256.
"""
