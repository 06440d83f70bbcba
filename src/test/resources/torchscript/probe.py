# A program for the tests of ScriptProgram.
class Probe(Module):
  training : bool
  weights : List[Tensor]
  last : Tensor  # the latest total
  maybe : Optional[Tensor]
  count : int
  scale : float
  flag : bool
  sizes : List[int]
  label : str

  def append(self, x: Tensor) -> int:
    self.weights.append(x)
    return len(self.weights)

  def length(self) -> int:
    return len(self.weights)

  def set(self, count: int, scale: float, flag: bool, sizes: List[int], weights: List[Tensor], label: str):
    self.count = count
    self.scale = scale
    self.flag = flag
    self.sizes = sizes
    self.label = label
    self.weights = weights
    self.weights.append(torch.full([1], 0.))

  def state(self) -> Tuple[int, float, bool, List[int], bool]:
    return (self.count, self.scale, self.flag, self.sizes, self.maybe is None)

  def total(self) -> Tensor:
    total = self.weights[0]
    for i in range(1, len(self.weights)):
      total = total + self.weights[i]
    self.last = total
    return total * 2

  def last_total(self) -> Tensor:
    return self.last

  def doubled(self, x: Tensor) -> Tensor:
    return __torch__.probe_library.twice(x)

  def mismatch(self, x: Tensor) -> Tensor:
    return x @ torch.ones([7, 3])

  def half(self) -> Tensor:
    return torch.ones([2], dtype=15)

  def allocate(self, elements: int) -> Tensor:
    return torch.empty([elements])

  # What the names of dtypes stand for.
  def dtypes(self) -> List[int]:
    return [torch.uint8, torch.int8, torch.int32, torch.int64, torch.float16, torch.float32, torch.float64, torch.bfloat16]
