// Who owns a loop, and what others have sent it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_INBOX_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_INBOX_HPP

#include <boost/asyncio/detail/loop/item.hpp>

#include <atomic>

namespace boost::asyncio::detail {

// One atomic word that is idle, busy, or the list of the items that were sent
// to a busy loop, the latest first. Ownership is taken by moving it from idle
// to busy, and given back by moving it from busy to idle, which fails when
// something was sent meanwhile: no wake-up falls in between. These two have an
// order with what loop_references does.
class inbox
{
public:
    inbox() = default;
    inbox(inbox const&) = delete;
    inbox& operator=(inbox const&) = delete;

    // From any thread: true if the loop was idle; the caller owns it now.
    bool try_own() noexcept
    {
        item* expected = idle();
        return head_.compare_exchange_strong(expected, busy());
    }

    // From any thread: sends `i`. True if the loop was idle; the caller owns it
    // now.
    bool push(item& i) noexcept
    {
        item* head = head_.load(std::memory_order_relaxed);
        do
            i.next = head == idle() ? busy() : head;
        while (!head_.compare_exchange_weak(
            head, &i, std::memory_order_acq_rel, std::memory_order_relaxed));
        return head == idle();
    }

    // By the owner: moves what was sent to the end of `list`, in order.
    void take(item_list& list) noexcept
    {
        if (head_.load(std::memory_order_relaxed) == busy())
            return;
        item* sent = head_.exchange(busy(), std::memory_order_acquire);
        item* reversed = nullptr;
        while (sent != busy() && sent != idle())
        {
            auto* const next = static_cast<item*>(sent->next);
            sent->next = reversed;
            reversed = sent;
            sent = next;
        }
        while (reversed)
        {
            auto* const next = static_cast<item*>(reversed->next);
            list.push_back(*reversed);
            reversed = next;
        }
    }

    // By the owner: false if something was sent, and the loop is still owned.
    bool leave() noexcept
    {
        item* expected = busy();
        return head_.compare_exchange_strong(expected, idle());
    }

private:
    // Ends the list of a loop that is owned; only its address is used.
    class end_item final : public item
    {
        void run() override
        {
        }

        void abandon() noexcept override
        {
        }
    };

    static item* idle() noexcept
    {
        return nullptr;
    }

    item* busy() noexcept
    {
        return &end_;
    }

    std::atomic<item*> head_ = nullptr;
    end_item end_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_INBOX_HPP
