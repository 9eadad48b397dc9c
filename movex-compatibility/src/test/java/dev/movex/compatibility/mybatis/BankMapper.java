package dev.movex.compatibility.mybatis;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.SelectKey;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;

/** The statements of the application. */
public interface BankMapper {
    /** Counted by the database. */
    @Insert("INSERT INTO account (owner, balance) VALUES (#{text}, #{amount})")
    @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
    int open(Note account);

    /** Several rows, whose keys come back together. */
    @Insert("<script>INSERT INTO account (owner) VALUES"
            + "<foreach collection='list' item='each' separator=','>(#{each.text})</foreach></script>")
    @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
    int openAll(@Param("list") List<Note> accounts);

    /** The key is read before. */
    @Insert("INSERT INTO entry (id, account_id, amount, label) VALUES (#{id}, #{account}, #{amount}, #{text})")
    @SelectKey(
            statement = "SELECT COALESCE(MAX(id), 0) + 1 FROM entry",
            before = true,
            keyProperty = "id",
            resultType = Long.class)
    int book(Note entry);

    /** The application chose the key. */
    @Insert("INSERT INTO entry (id, account_id, amount, label) VALUES (#{id}, #{account}, #{amount}, #{text})")
    int put(Note entry);

    /** By key. */
    @Update("UPDATE entry SET amount = amount + #{amount}, label = #{text} WHERE id = #{id}")
    int change(Note entry);

    /** By what is not a key. */
    @Update("<script>UPDATE entry SET label = #{label} WHERE account_id = #{account} AND id IN"
            + "<foreach collection='ids' item='id' open='(' separator=',' close=')'>#{id}</foreach></script>")
    int label(@Param("account") long account, @Param("ids") List<Long> ids, @Param("label") String label);

    /** By what is not a key. */
    @Delete("DELETE FROM entry WHERE account_id = #{account} AND amount < #{limit}")
    int drop(@Param("account") long account, @Param("limit") int limit);

    /** Read row by row. */
    @Select(
            "SELECT id, account_id AS account, amount, label AS text FROM entry WHERE account_id = #{account} ORDER BY id")
    @Options(fetchSize = 5)
    Cursor<Note> entries(@Param("account") long account);

    /** Counts. */
    @Select("SELECT count(*) FROM entry WHERE account_id = #{account}")
    long count(@Param("account") long account);
}
