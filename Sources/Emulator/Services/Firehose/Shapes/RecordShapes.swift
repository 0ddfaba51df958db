import Protocols
import Runtime

enum Record: StructureShape {
  static let data = Required<Blob>("Data", .length(0...1_024_000))
  static let shape = structure("Record", data)
}

extension FirehoseService {
  /// A RecordId: opaque, as long as AWS's.
  func recordID() -> String { ids.text(224, of: FirehoseService.letters) }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
}
