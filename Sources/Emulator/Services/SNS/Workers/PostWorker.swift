import Protocols
import Runtime
import Synchronization

/// Posts the messages of the outbox to HTTP endpoints, several at a time, so that a slow one holds no other up. It ends
/// when its task is cancelled, and goes on from the outbox when the server starts again.
struct PostWorker: Sendable {
  let store: LoopOnly<SNSStore>
  let signing: Signing
  let setting: ServiceSetting
  let signal: Signal
  private let running = Running()

  private static let limit = 32
  /// Seconds that an endpoint has for its answer.
  private static let timeout = 15

  init(store: LoopOnly<SNSStore>, signing: Signing, setting: ServiceSetting, signal: Signal) {
    self.store = store
    self.signing = signing
    self.setting = setting
    self.signal = signal
  }

  /// The rows that are being posted.
  private final class Running: Sendable {
    let rows = Mutex<Set<Int>>([])
  }

  func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        guard let posts = await take() else {
          // The database failed; it is asked again in a while.
          do { try await setting.workers.sleep(milliseconds: 1000) } catch { return }
          continue
        }
        for post in posts {
          group.addTask {
            await send(post)
            running.rows.withLock { _ = $0.remove(post.row) }
            signal.raise()
          }
        }
        if posts.isEmpty { do { try await signal.wait() } catch { return } }
      }
    }
  }

  private func take() async -> [SNSStore.DuePost]? {
    await setting.cloud.step { () throws(AWSError) -> [SNSStore.DuePost] in
      let known = running.rows.withLock { $0 }
      let turn = try store.value.duePosts(
        now: Int(setting.clock.milliseconds), without: known, limit: PostWorker.limit - known.count)
      if turn.posts.isEmpty, let next = turn.next {
        setting.workers.at(milliseconds: Int64(next)) { signal.raise() }
      }
      running.rows.withLock { rows in for post in turn.posts { rows.insert(post.row) } }
      return turn.posts
    }
  }

  private func send(_ post: SNSStore.DuePost) async {
    guard let outcome = await outcome(of: post) else { return }
    _ = await setting.cloud.step { () throws(AWSError) in
      if outcome == .failed {
        try store.value.failed(post, now: Int(setting.clock.milliseconds))
      } else {
        try store.value.delete(post: post.row)
      }
    }
  }

  private enum Outcome {
    case delivered
    /// The endpoint is busy or away.
    case failed
    /// It wants no such message.
    case refused
  }

  /// nil where it was not even tried: the row stays as it is.
  private func outcome(of post: SNSStore.DuePost) async -> Outcome? {
    guard let address = WebAddress(post.url) else { return .refused }
    var payload = post.payload
    if let unsigned = post.unsigned {
      guard let signed = await signing.sign(unsigned) else { return nil }
      payload = signed
    }
    do throws(WebFailure) {
      let answer = try await setting.ports.web.send(
        address.url, "POST", fields(of: post, address), payload, seconds: PostWorker.timeout)
      switch answer.status {
      case 200..<300: return .delivered
      case 429, ..<200, 500...: return .failed
      default: return .refused
      }
    } catch {
      return Task.isCancelled ? nil : .failed
    }
  }

  private func fields(of post: SNSStore.DuePost, _ address: WebAddress) -> HTTPFields {
    var fields = HTTPFields()
    fields.add("x-amz-sns-message-type", post.kind)
    fields.add("x-amz-sns-message-id", post.messageID)
    fields.add("x-amz-sns-topic-arn", post.topicARN)
    if post.kind != "SubscriptionConfirmation" { fields.add("x-amz-sns-subscription-arn", post.subscriptionARN) }
    if post.unsigned == nil { fields.add("x-amz-sns-rawdelivery", "true") }
    fields.add("Content-Type", post.contentType)
    fields.add("User-Agent", "Amazon Simple Notification Service Agent")
    fields.add("Accept-Encoding", "gzip,deflate")
    if let authorization = address.authorization { fields.add("Authorization", authorization) }
    return fields
  }
}
