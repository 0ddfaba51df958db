/// A sequence number: 186 bits, which AWS prints in decimal, 56 digits (layout recorded from AWS).
///
/// From the top, in hexadecimal digits: `2` | 9: shard's creation, epoch seconds | 1: low digit of the shard's index |
/// 16: running counter | `00` | 9: the record's time, epoch seconds | 8: shard's index | `2`, the version.
/// So numbers of one shard grow with the counter, and a number tells which shard it came from.
struct SequenceNumber: Equatable {
  var shardCreated: Int
  var shardIndex: Int
  var counter: UInt64
  var time: Int

  /// The counter of a closed shard's EndingSequenceNumber.
  static let closing: UInt64 = 0x7fff_ffff_ffff_ffff

  init(shardCreated: Int, shardIndex: Int, counter: UInt64, time: Int) {
    self.shardCreated = shardCreated
    self.shardIndex = shardIndex
    self.counter = counter
    self.time = time
  }

  /// 188 bits as three words, highest first: 60 bits, 64 bits, 64 bits.
  private var words: (UInt64, UInt64, UInt64) {
    // Digits 46…0: version 0, index 1–8, time 9–17, zeros 18–19, counter 20–35, low digit 36, created 37–45, lead 46.
    let index = UInt64(UInt32(truncatingIfNeeded: shardIndex))
    let time = UInt64(self.time) & 0xf_ffff_ffff
    let created = UInt64(shardCreated) & 0xf_ffff_ffff
    let low: UInt64 = 2 | index << 4 | time << 36
    let middle: UInt64 = time >> 28 | counter << 16
    let high: UInt64 = counter >> 48 | (index & 15) << 16 | created << 20 | 2 << 56
    return (high, middle, low)
  }

  /// AWS's decimal text.
  var text: String {
    var (high, middle, low) = words
    let base: UInt64 = 1_000_000_000_000_000_000
    return String(unsafeUninitializedCapacity: 60) { out in
      var digits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
      func divide() -> UInt64 {
        var remainder: UInt64 = 0
        (high, remainder) = high.quotientAndRemainder(dividingBy: base)
        (middle, remainder) = base.dividingFullWidth((remainder, middle))
        (low, remainder) = base.dividingFullWidth((remainder, low))
        return remainder
      }
      digits.3 = divide()
      digits.2 = divide()
      digits.1 = divide()
      digits.0 = divide()
      // The leading digit 2 in front of 46 more makes 56 decimal digits: 2 of the first chunk, 18 of each other.
      var position = 0
      func put(_ value: UInt64, _ count: Int) {
        var value = value
        var offset = position + count
        position = offset
        // Two digits a division; every count is even.
        while offset > position - count {
          let (rest, pair) = value.quotientAndRemainder(dividingBy: 100)
          value = rest
          offset -= 2
          let tens = pair / 10
          out[offset] = 48 &+ UInt8(truncatingIfNeeded: tens)
          out[offset + 1] = 48 &+ UInt8(truncatingIfNeeded: pair &- tens &* 10)
        }
      }
      put(digits.0, 2)
      put(digits.1, 18)
      put(digits.2, 18)
      put(digits.3, 18)
      return position
    }
  }

  /// nil when the text is no number of this form.
  init?(_ text: String) {
    var high: UInt64 = 0
    var middle: UInt64 = 0
    var low: UInt64 = 0
    guard text.utf8.count == 56 else { return nil }
    for byte in text.utf8 {
      guard byte >= 48, byte <= 57 else { return nil }
      let (carryLow, newLow) = low.multipliedFullWidth(by: 10)
      let (sumLow, overflowLow) = newLow.addingReportingOverflow(UInt64(byte - 48))
      low = sumLow
      let (carryMiddle, newMiddle) = middle.multipliedFullWidth(by: 10)
      let (sumMiddle, overflowMiddle) = newMiddle.addingReportingOverflow(carryLow + (overflowLow ? 1 : 0))
      middle = sumMiddle
      let (product, tooMuch) = high.multipliedReportingOverflow(by: 10)
      let (sum, tooMuchToo) = product.addingReportingOverflow(carryMiddle + (overflowMiddle ? 1 : 0))
      guard !tooMuch, !tooMuchToo else { return nil }
      high = sum
    }
    guard high >> 56 == 2, low & 15 == 2, middle & 0xff00 == 0 else { return nil }
    shardCreated = Int(high >> 20 & 0xf_ffff_ffff)
    shardIndex = Int(low >> 4 & 0xffff_ffff)
    counter = (high & 0xffff) << 48 | middle >> 16
    time = Int(low >> 36 | (middle & 0xff) << 28)
    guard Int(high >> 16 & 15) == shardIndex & 15 else { return nil }
  }
}
