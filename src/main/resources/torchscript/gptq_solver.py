# GPTQ (Frantar et al. 2022) for one matrix: column after column is rounded to 4 bits, and what
# rounding did to the output is made good in the columns still to come, by the inverse Hessian of the
# squared output error. All arithmetic in float32, in the order of IST-DASLab's and AutoGPTQ's code,
# because the largest weight of a symmetric group lies on the border of two codes.

class Solver(Module):
  training : bool
  scales : List[Tensor]  # one per group, [outputs]
  zeros : List[Tensor]

  # weight [outputs, inputs], hessian [inputs, inputs]; both are left as they are. group: inputs that
  # share a scale, -1 for all; block: columns between two corrections of everything behind them.
  # Gives codes uint8 [outputs, inputs], scales and zeros [groups, outputs], each input's group
  # int32 [inputs], and [loss, damping taken, dead inputs].
  def solve(self, weight: Tensor, hessian: Tensor, group: int, symmetric: bool, act_order: bool, static_groups: bool, damping: float, block: int) -> Tuple[Tensor, Tensor, Tensor, Tensor, List[float]]:
    inputs = weight.shape[1]
    self.scales.clear()
    self.zeros.clear()
    if group < 0:
      self.measure(weight, symmetric)  # before dead inputs are cleared, as the reference does
      group = inputs
      static_groups = True
    w = weight.clone()
    h = hessian.clone()
    diagonal = torch.diagonal(h)
    dead = torch.eq(diagonal, 0)
    diagonal.masked_fill_(dead, 1)
    w.masked_fill_(dead.unsqueeze(0), 0)
    if static_groups and len(self.scales) == 0:
      for first in range(0, inputs, group):
        self.measure(w[:, first:first + group], symmetric)
    order = torch.arange(inputs, device=w.device)
    if act_order:
      order = torch.argsort(diagonal, stable=True, dim=0, descending=True)
      w = w.index_select(1, order)
      h = h.index_select(0, order).index_select(1, order)
    upper, taken = self.factor(h, damping)
    codes, loss = self.columns(w, upper, order, group, symmetric, static_groups, block)
    places = torch.argsort(order)
    if static_groups:
      places = torch.arange(inputs, device=w.device)
    groups = torch.div(places, group, rounding_mode="floor").to(torch.int32)
    restored = torch.empty_like(codes).index_copy_(1, order, codes)
    numbers = [loss, taken, float(dead.sum().item())]
    return (restored, torch.stack(self.scales), torch.stack(self.zeros), groups, numbers)

  def columns(self, w: Tensor, upper: Tensor, order: Tensor, group: int, symmetric: bool, static_groups: bool, block: int) -> Tuple[Tensor, float]:
    inputs = w.shape[1]
    codes = torch.empty(w.shape, dtype=torch.uint8, device=w.device)
    natural = annotate(List[int], order.tolist())
    loss = torch.zeros([], dtype=torch.float64, device=w.device)
    for start in range(0, inputs, block):
      end = min(start + block, inputs)
      part = w[:, start:end].clone()
      errors = torch.empty_like(part)
      for i in range(end - start):
        column = start + i
        if static_groups:
          index = natural[column] // group
        else:
          index = column // group
          if column % group == 0:
            # from w, not from the part: without the corrections made inside this block
            self.measure(w[:, column:column + group], symmetric)
        scale = self.scales[index]
        zero = self.zeros[index]
        values = part[:, i]
        code = torch.clamp(torch.round(values / scale) + zero, 0, 15)
        row = upper[column, column:end]
        error = (values - scale * (code - zero)) / row[0]
        part[:, i:].sub_(torch.outer(error, row))
        errors[:, i].copy_(error)
        codes[:, column].copy_(code)
      loss.add_(errors.to(torch.float64).square().sum(), alpha=0.5)
      w[:, end:].sub_(torch.matmul(errors, upper[start:end, end:]))
    return (codes, float(loss.item()))

  # Scale and zero of one group of weights, per output.
  def measure(self, w: Tensor, symmetric: bool) -> NoneType:
    low = torch.clamp_max(torch.amin(w, [1]), 0)
    high = torch.clamp_min(torch.amax(w, [1]), 0)
    if symmetric:
      high = torch.maximum(torch.abs(low), high)
      low = torch.where(low < 0, torch.neg(high), low)
    empty = torch.logical_and(torch.eq(low, 0), torch.eq(high, 0))
    low = low.masked_fill(empty, -1)
    high = high.masked_fill(empty, 1)
    scale = (high - low) / 15
    if symmetric:
      zero = torch.full_like(scale, 8)
    else:
      zero = torch.round(torch.neg(low) / scale)
    self.scales.append(scale)
    self.zeros.append(zero)
    return None

  # The upper Cholesky factor of the inverse of the damped Hessian, and the damping that it took: a
  # share of the mean diagonal, raised by 0.01 until there is a factor. Changes h.
  def factor(self, h: Tensor, damping: float) -> Tuple[Tensor, float]:
    assert bool(torch.isfinite(h).all().item()), "the Hessian of the calibration inputs is not finite"
    diagonal = torch.diagonal(h).clone()
    mean = torch.mean(diagonal)
    taken = damping
    found = False
    upper = h
    while not found and taken < 1.:
      torch.diagonal(h).copy_(diagonal + mean * taken)
      lower, failed = torch.linalg_cholesky_ex(h)
      if failed.item() == 0:
        upper, failed = torch.linalg_cholesky_ex(torch.cholesky_inverse(lower), upper=True)
      found = failed.item() == 0
      if not found:
        taken += 0.01
    assert found, "the Hessian of the calibration inputs has no Cholesky factor, whatever its damping"
    return (upper, taken)

  # Squared error of the outputs over the calibration inputs that made the hessian, and that of the
  # outputs themselves, both without the factor 2 / sequences.
  def output_error(self, weight: Tensor, quantized: Tensor, hessian: Tensor) -> List[float]:
    return [self.energy(weight - quantized, hessian), self.energy(weight, hessian)]

  def energy(self, w: Tensor, hessian: Tensor) -> float:
    return float(torch.matmul(w, hessian).mul_(w).sum(dtype=torch.float64).item())

  # --- the layout of checkpoints, see gptq.py

  # int32 [inputs / 8, outputs], lowest code first.
  def packed_codes(self, codes: Tensor) -> Tensor:
    return self.words(codes.t())

  # int32 [groups, outputs / 8]; the offset is taken from whole words.
  def packed_zeros(self, zeros: Tensor, offset: int) -> Tensor:
    return self.words(zeros.t().to(torch.uint8)).t() - offset

  # Eight rows of nibbles into one row of words.
  def words(self, codes: Tensor) -> Tensor:
    pairs = codes.reshape([codes.shape[0] // 2, 2, -1])
    bytes = pairs[:, 0] | (pairs[:, 1] << 4)
    words = bytes.view([codes.shape[0] // 8, 4, -1]).transpose(1, 2).contiguous()
    return torch.view_copy(words, dtype=torch.int32).squeeze(2)

  def half(self, tensor: Tensor) -> Tensor:
    return tensor.to(torch.float16)

  def bytes(self, tensor: Tensor) -> Tensor:
    return torch.view_copy(tensor.cpu().contiguous(), dtype=torch.uint8).view([-1])
