// The unit of work of a loop, and intrusive lists of it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_ITEM_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_ITEM_HPP

#include <source_location>

namespace boost::asyncio::detail {

struct uninitialised_t
{
};

// Links of an object that is in at most one list of the kind `Tag` at a time.
template<class Tag>
struct list_links
{
    list_links() noexcept
        : prev(nullptr), next(nullptr)
    {
    }

    // For an object that often is never in such a list: linked() means nothing
    // before it was.
    explicit list_links(uninitialised_t) noexcept
    {
    }

    list_links(list_links const&) = delete;
    list_links& operator=(list_links const&) = delete;

    bool linked() const noexcept
    {
        return prev != nullptr;
    }

    void unlink() noexcept
    {
        prev->next = next;
        next->prev = prev;
        prev = next = nullptr;
    }

    list_links* prev;
    list_links* next;
};

// A circular list with a sentinel: push, pop, unlink and splice are O(1). It
// owns nothing.
template<class T, class Tag>
class linked_list
{
public:
    linked_list() noexcept
    {
        clear();
    }

    bool empty() const noexcept
    {
        return head_.next == &head_;
    }

    // True if the list holds exactly one; not for an empty list.
    bool has_one() const noexcept
    {
        return head_.next == head_.prev;
    }

    T& front() const noexcept
    {
        return static_cast<T&>(*head_.next);
    }

    T& back() const noexcept
    {
        return static_cast<T&>(*head_.prev);
    }

    // Whether `t` is the first.
    bool is_front(T const& t) const noexcept
    {
        return head_.next == &static_cast<list_links<Tag> const&>(t);
    }

    // The one after `t`, or null at the end.
    T* after(T const& t) const noexcept
    {
        auto* const next = static_cast<list_links<Tag> const&>(t).next;
        return next == &head_ ? nullptr : static_cast<T*>(next);
    }

    void push_back(T& t) noexcept
    {
        list_links<Tag>& l = t;
        l.prev = head_.prev;
        l.next = &head_;
        head_.prev->next = &l;
        head_.prev = &l;
    }

    void push_front(T& t) noexcept
    {
        list_links<Tag>& l = t;
        l.prev = &head_;
        l.next = head_.next;
        head_.next->prev = &l;
        head_.next = &l;
    }

    T& pop_front() noexcept
    {
        list_links<Tag>* const l = head_.next;
        head_.next = l->next;
        l->next->prev = &head_;
        l->prev = l->next = nullptr;
        return static_cast<T&>(*l);
    }

    // Moves all of `other` to the end of this list.
    void splice_back(linked_list& other) noexcept
    {
        insert(head_, other);
    }

    void splice_front(linked_list& other) noexcept
    {
        insert(*head_.next, other);
    }

    // Forgets what is in the list, which may be gone already.
    void clear() noexcept
    {
        head_.prev = head_.next = &head_;
    }

private:
    static void
    insert(list_links<Tag>& before, linked_list& other) noexcept
    {
        if (other.empty())
            return;
        auto* const first = other.head_.next;
        auto* const last = other.head_.prev;
        first->prev = before.prev;
        last->next = &before;
        before.prev->next = first;
        before.prev = last;
        other.clear();
    }

    list_links<Tag> head_;
};

class done_callback;
class runner_base;
class task_base;

// Whose step an item is, and from where it goes on; for debug mode.
struct step_info
{
    task_base* task = nullptr;
    std::source_location where = std::source_location();
};

// Something that waits in a list and is run by the loop: in the waiters of a
// future, in the ready queue, or in the loop's inbox.
class item : public list_links<item>
{
public:
    item() = default;

    // Called inside the loop, after the item was taken out of its list.
    virtual void run() = 0;

    // Called instead of run() when the loop goes away: release everything.
    virtual void abandon() noexcept = 0;

    // Among the waiters of a future: a callback, which can be removed.
    virtual done_callback* as_callback() noexcept
    {
        return nullptr;
    }

    // A handler: as whom it is to be called.
    virtual runner_base* handler_of() const noexcept
    {
        return nullptr;
    }

    virtual step_info step() const noexcept
    {
        return {};
    }

protected:
    ~item() = default;
};

using item_list = linked_list<item, item>;

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_ITEM_HPP
