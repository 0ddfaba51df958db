extension [MapEntry] {
  /// Where a key came more than once, the last value counts, in the place of the first. Takes time by the number of entries,
  /// however many a client sends.
  mutating func keepLastOfEqualKeys() {
    if count < 2 { return }
    var places: [String: Int] = [:]
    places.reserveCapacity(count)
    var kept = 0
    for index in indices {
      if let place = places[self[index].key] {
        self[place].value = self[index].value
      } else {
        places[self[index].key] = kept
        if kept != index { self[kept] = self[index] }
        kept += 1
      }
    }
    removeSubrange(kept...)
  }
}
