import Storage

/// A registered consumer (enhanced fan-out). Loop only.
final class StreamConsumer {
  let id: Int
  let name: String
  let arn: String
  /// Epoch seconds; the end of its ARN.
  let created: Int
  private let hotSettings: Hot<Settings>

  struct Settings {
    enum Status: String {
      case creating = "CREATING"
      case active = "ACTIVE"
      case deleting = "DELETING"
    }
    var status = Status.active
    /// When the status ends, in milliseconds since 1970; nil while ACTIVE.
    var due: Int?
    var policy: String?
  }

  init(id: Int, streamARN: String, name: String, created: Int, settings: Settings) {
    self.id = id
    self.name = name
    self.created = created
    arn = "\(streamARN)/consumer/\(name):\(created)"
    hotSettings = Hot(settings)
  }

  var settings: Settings { hotSettings.value }
  func set(_ settings: Settings, in round: Round) { hotSettings.set(settings, in: round) }
  var status: Settings.Status { settings.status }
}
