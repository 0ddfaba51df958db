import Protocols

/// One page of a list: the marker is base64 of the name of the last item that was shown.
enum ListPage {
  /// Throws InvalidParameterValueException for a marker of no item.
  static func of<T>(
    _ all: [T], marker: String?, limit: Int, name: (T) -> String
  ) throws(AWSError) -> (items: [T], next: String?) {
    var rest = all[...]
    if let marker {
      guard let bytes = Base64.decode(marker),
        let place = all.firstIndex(where: { name($0) == String(decoding: bytes, as: UTF8.self) })
      else { throw AWSError.invalidParameter("Invalid Marker.") }
      rest = all[(place + 1)...]
    }
    let shown = Array(rest.prefix(limit))
    guard shown.count < rest.count, let last = shown.last else { return (shown, nil) }
    return (shown, Base64.encode(Array(name(last).utf8)))
  }
}
