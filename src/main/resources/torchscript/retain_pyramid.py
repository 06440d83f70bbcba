# PyramidKV: SnapKV's scores; how many tokens each layer keeps is the caller's.

def of(settings: Dict[str, float]) -> __torch__.retain_snapkv.SnapKv:
  return __torch__.retain_snapkv.SnapKv(int(settings["window"]), int(settings["kernel"]), False, False)
