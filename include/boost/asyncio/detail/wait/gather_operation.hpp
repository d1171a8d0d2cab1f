// The operation behind gather.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_GATHER_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_GATHER_OPERATION_HPP

#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/operation/ranges.hpp>
#include <boost/asyncio/detail/wait/gather_state.hpp>
#include <boost/asyncio/detail/wait/kept_children.hpp>
#include <boost/asyncio/detail/wait/launch_child.hpp>

#include <boost/system/result.hpp>

#include <cstddef>
#include <exception>
#include <iterator>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace boost::asyncio::detail {

// What gather gives for a child.
template<bool ReturnExceptions, class T>
using gathered = std::conditional_t<
    ReturnExceptions,
    boost::system::result<T, std::exception_ptr>,
    std::conditional_t<std::is_void_v<T>, std::monostate, T>>;

template<bool ReturnExceptions, class T, bool Shared, class State>
gathered<ReturnExceptions, T> collect(State& s)
{
    if constexpr (ReturnExceptions)
    {
        if (s.cancelled())
            return s.cancellation();
        if (s.status() == status::failed)
            return s.exception();
        if constexpr (std::is_void_v<T>)
            return {};
        else
            return read_result<Shared>(s);
    }
    else if constexpr (std::is_void_v<T>)
        return {};
    else
        return read_result<Shared>(s);
}

template<bool ReturnExceptions, class... Children>
class [[nodiscard]] gather_operation
    : public operation_base<
          gather_operation<ReturnExceptions, Children...>,
          std::tuple<gathered<ReturnExceptions, child_value<Children>>...>>
{
    using result =
        std::tuple<gathered<ReturnExceptions, child_value<Children>>...>;

public:
    template<class... Cs>
    explicit gather_operation(Cs&&... children)
        : children_(
              (require_usable(children), ..., std::in_place),
              std::forward<Cs>(children)...)
    {
        // One may have been given twice.
        std::apply(
            [](auto const&... c) { (require_usable(c), ...); },
            children_.get());
    }

    class wait_state : public gather_state
    {
    public:
        explicit wait_state(gather_operation&& op)
            : gather_state(ReturnExceptions)
            , children_(std::move(op.children_))
        {
        }

        loop_state* home() const noexcept
        {
            return std::apply(
                [](auto const&... c)
                {
                    loop_state* l = nullptr;
                    ((l = l ? l : loop_of_child(c)), ...);
                    return l;
                },
                children_.get());
        }

        result take()
        {
            this->check();
            return take_all(std::index_sequence_for<Children...>());
        }

    private:
        std::size_t launch_children(loop_state& l) override
        {
            launch_each(l, std::index_sequence_for<Children...>());
            return sizeof...(Children);
        }

        state_base& child(std::size_t i) const noexcept override
        {
            return *bases_[i];
        }

        template<std::size_t... I>
        void
        launch_each([[maybe_unused]] loop_state& l, std::index_sequence<I...>)
        {
            (launch_one<I>(l), ...);
        }

        template<std::size_t I>
        void launch_one(loop_state& l)
        {
            auto& state = std::get<I>(states_);
            state = launch_child(l, std::move(std::get<I>(children_.get())));
            bases_[I] = state.get();
        }

        template<std::size_t... I>
        result take_all(std::index_sequence<I...>)
        {
            return result(
                collect<
                    ReturnExceptions,
                    child_value<Children>,
                    handle_child<Children>>(*std::get<I>(states_))...);
        }

        kept_children<std::tuple<Children...>> children_;
        std::tuple<intrusive_ptr<child_state<Children>>...> states_;
        state_base* bases_[sizeof...(Children) + 1] = {};
    };

private:
    kept_children<std::tuple<Children...>> children_;
};

template<bool ReturnExceptions, class C>
using gathered_range = std::conditional_t<
    std::is_void_v<child_value<C>> && !ReturnExceptions,
    void,
    std::vector<gathered<ReturnExceptions, child_value<C>>>>;

template<bool ReturnExceptions, class C>
class [[nodiscard]] gather_range_operation
    : public operation_base<
          gather_range_operation<ReturnExceptions, C>,
          gathered_range<ReturnExceptions, C>>
{
    using result = gathered_range<ReturnExceptions, C>;

public:
    template<class R>
    gather_range_operation(R&& range, std::source_location where)
        : where_(where)
    {
        require_all_usable(range);
        auto& children = children_.get();
        if constexpr (std::is_same_v<R, std::vector<C>>)
            children = std::move(range);
        else
        {
            if constexpr (sized_range<R>)
                children.reserve(
                    static_cast<std::size_t>(std::ranges::size(range)));
            // The elements of a view belong to somebody else, unless it makes
            // them.
            constexpr bool owned =
                !std::is_lvalue_reference_v<
                    range_reference<R>> ||
                (!std::is_lvalue_reference_v<R> &&
                 !view<std::remove_cvref_t<R>>);
            for (auto&& c : range)
                if constexpr (!owned)
                {
                    static_assert(
                        std::is_copy_constructible_v<C>,
                        "a range of children that can only be moved is passed "
                        "as an rvalue: gather(std::move(range))");
                    children.push_back(c);
                }
                else
                    children.push_back(std::move(c));
        }
    }

    class wait_state : public gather_state
    {
    public:
        explicit wait_state(gather_range_operation&& op)
            : gather_state(ReturnExceptions, op.where_)
            , children_(std::move(op.children_))
        {
        }

        loop_state* home() const noexcept
        {
            auto const& children = children_.get();
            return children.empty() ? nullptr
                                    : loop_of_child(children.front());
        }

        result take()
        {
            this->check();
            if constexpr (!std::is_void_v<result>)
            {
                result all;
                all.reserve(states_.size());
                for (auto const& s : states_)
                    all.push_back(
                        collect<
                            ReturnExceptions,
                            child_value<C>,
                            handle_child<C>>(*s));
                return all;
            }
        }

    private:
        std::size_t launch_children(loop_state& l) override
        {
            states_.reserve(children_.get().size());
            for (C& c : children_.get())
                states_.push_back(launch_child(l, std::move(c)));
            return states_.size();
        }

        state_base& child(std::size_t i) const noexcept override
        {
            return *states_[i];
        }

        kept_children<std::vector<C>> children_;
        std::vector<intrusive_ptr<child_state<C>>> states_;
    };

private:
    kept_children<std::vector<C>> children_;
    std::source_location where_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_GATHER_OPERATION_HPP
