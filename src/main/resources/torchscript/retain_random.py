# Any tokens, as a control: other ones for every sample, layer and head.

class Random:
  salt : int  # of seed, sample and layer

  def __init__(self: __torch__.retain_random.Random, settings: Dict[str, float], sample: int, layer: int) -> NoneType:
    self.salt = (int(settings["seed"]) * 31 + sample) * 1009 + layer

  def observe(self: __torch__.retain_random.Random, q: Tensor, keys: Tensor) -> NoneType:
    return None

  # 24 bits of SplitMix64 for each token of each head.
  def scores(self: __torch__.retain_random.Random, keys: Tensor, values: Tensor) -> Tensor:
    count = keys.shape[0] * keys.shape[1]
    x = torch.arange(1, count + 1, device=keys.device).mul_(-7046029254386353131).add_(self.salt * 2862933555777941757)
    x = torch.bitwise_xor(x, torch.bitwise_and(x >> 30, 17179869183)).mul_(-4658895280553007687)
    x = torch.bitwise_xor(x, torch.bitwise_and(x >> 27, 137438953471)).mul_(-7723592293110705685)
    x = torch.bitwise_xor(x, torch.bitwise_and(x >> 31, 8589934591))
    return torch.bitwise_and(x, 16777215).to(torch.float32).view([keys.shape[0], -1])

  def choose(self: __torch__.retain_random.Random, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
