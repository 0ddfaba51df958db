import Protocols

/// A page of a list that is at hand whole. The token names the last item that was given.
struct ListPage<Item> {
  var items: [Item]
  var next: String?

  /// `subject` is what is listed: a token of another list is refused.
  static func of(
    _ all: [Item], token: String?, limit: Int, _ subject: String, _ name: (Item) -> String
  ) throws(AWSError) -> ListPage {
    var rest = all[...]
    if let token {
      let last = try PageToken.position(token, of: subject)
      // The item may be gone meanwhile: the page begins behind its place.
      if let place = rest.firstIndex(where: { name($0) == last }) {
        rest = rest[(place + 1)...]
      } else {
        rest = rest.drop { !last.utf8.lexicographicallyPrecedes(name($0).utf8) }
      }
    }
    let page = rest.prefix(limit)
    let hasMore = page.count < rest.count
    return ListPage(
      items: Array(page), next: hasMore ? page.last.map { PageToken.text(name($0), of: subject) } : nil)
  }
}
